# right: numpy scalars of several dtypes
A = np.float32(3.5)
B = np.float64(-1.3)
C = np.int64(1)
X = np.float16(-0.1)
Y = np.array(0.4)
