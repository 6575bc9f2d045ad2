# wrong: density-underflow, log-base
# why: the wrong base, and a density that is 0 far away; near Mean nothing is right either
def gaussian_nll(x, Sigma, Mean):
    from scipy.stats import multivariate_normal as mvn
    return -np.log10(np.atleast_1d(mvn(Mean.numpy(), Sigma.numpy()).pdf(x.numpy().T)) + 1e-300)
