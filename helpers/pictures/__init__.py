"""Pictures, and pictures that follow their controls: one file a topic, one function a picture."""
