"""What the notebooks suggest to try, as edits of their cells: each must run.

By notebook: a list of edits, "what stands there" and "what a learner writes", one for every
sentence that begins with **Try**.
"""

SUGGESTIONS = {
    "12_tuning": [
        ("(uniform, 0, 1)", "(log_uniform, 0.0001, 1)"),
        ("trials, rounds = 64, []", "trials, rounds = 16, []"),
    ],
    "11_layer_norm": [
        ("m = 8", "m = 2"),
        ("size = 1 ", "size = 4 "),
        ("factor, shift = 5.0, 4.0", "factor, shift = -1.0, 4.0"),
    ],
    "10_tensorflow": [
        ("f = x**2 * tf.sin(3 * x)", "f = tf.abs(x)"),
        ("buffer_size = 100", "buffer_size = 8000"),
        ("run(x)", "run(tf.constant(x))"),
        ("(0.9, 0.99)", "(0.9, 0.999)"),
    ],
    "07_pandas_versus_caviar": [
        ("(60.0, 0.95)", "(5.0, 0.95)"),
        ("up=1.5, down=2.0", "up=1.5, down=10.0"),
        ("log_uniform, 1e-4, 100.0", "log_uniform, 0.01, 10.0"),
    ],
    "03_batch_norm_backward": [
        ("z_tilde[0, 0]", "z_tilde[0, 2]"),
        ("-0.5 / std", "-1.0 / std"),
        ("np.ones_like(Z)", "Z_norm"),
        ('"mu and sigma^2"', '"sigma^2"'),
    ],
    "01_input_normalization": [
        ("x = np.array([188.0, 192.0, 192.0, 204.0])",
         "x = np.array([188.0, 192.0, 192.0, 204.0, 300.0])"),
        ('("without normalizing", X, 5_000)', '("without normalizing", X, 20_000)'),
        ('scale, which, "tanh")', 'scale, which, "ReLU")'),
        ('unit = "mm"', 'unit, X = "m", X / 1000'),
    ],
    "02_batch_norm_forward": [
        ("gamma[0], beta[0] = 2.0, 5.0", "gamma[10:20] = 0.0"),
        ("unit = 25", "unit = 12"),
        ("pixel = X[73:74]", "pixel = X[118:119]"),
        ("for m in (5, 4):", "for m in (5, 1, 4):"),
    ],
    "05_test_time": [
        ("values = [10, 12, 8]", "values = [10, 10, 10, 10, 10]"),
        ("unit = 0", "unit = 7"),
        ("batch_size=60", "batch_size=8"),
        ('in_order = np.argsort(y_test, kind="stable")', "in_order = np.arange(y_test.size)"),
    ],
    "06_hyperparameter_sampling": [
        ("alpha_0, epoch = 3.0, 125", "alpha_0, epoch = 10.0, 125"),
        ("0.0001, 1, 32", "0.0001, 10, 32"),
        ("0.9, 0.999, 1000", "0.9, 0.9999, 1000"),
        ("steps = 300", "steps = 100"),
    ],
    "04_mini_batch_training": [
        ("default_rng(0), 100.0", "default_rng(0), 1e16"),
        ("learning_rate=0.5):", "learning_rate=4.0):"),
        ("100, 10), 2000", "100, 10), 500"),
        ("few = 1 ", "few = 4 "),
    ],
    "09_softmax": [
        ("[1000.0, 1000.7]", "[709.0, 709.7]"),
        ("A * (A - some_Y) / 6", "(A - some_Y) / 4"),
        ('"flipper_length_mm")', '"bill_depth_mm")'),
        ("steps=200", "steps=5000"),
    ],
    "08_why_it_works": [
        ("X_train[:, :500], check.function", "X_train[:, :5], check.function"),
        ("(1.0, 0.8)", "(1.0, 0.5)"),
    ],
}
