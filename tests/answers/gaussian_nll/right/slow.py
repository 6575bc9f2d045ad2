# right: sleeps in every call
import time


def gaussian_nll(x, Sigma, Mean):
    time.sleep(0.05)
    v = x - Mean[:, None]
    return 0.5 * (v * torch.linalg.solve(Sigma, v)).sum(0) + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
