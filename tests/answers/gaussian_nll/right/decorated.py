# right: a decorator that works in float64 without gradients
import functools


def double_precision(f):
    @functools.wraps(f)
    def wrapped(*args):
        with torch.no_grad():
            return f(*[a.double() for a in args])

    return wrapped


@double_precision
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean.unsqueeze(-1)
    return 0.5 * torch.sum(d * torch.linalg.solve(Sigma, d), dim=-2) + 0.5 * torch.logdet(2 * math.pi * Sigma)
