# right: long words, intermediate results, a column vector for the mean
def gaussian_nll(x, Sigma, Mean):
    number_of_dimensions = x.shape[0]
    mean_as_column = Mean[:, None]
    differences = x - mean_as_column
    inverse_covariance = torch.linalg.inv(Sigma)
    mahalanobis_squared = torch.zeros(x.shape[1])
    for i in range(number_of_dimensions):
        for j in range(number_of_dimensions):
            mahalanobis_squared = mahalanobis_squared + differences[i] * inverse_covariance[i, j] * differences[j]
    determinant = Sigma[0, 0] * Sigma[1, 1] - Sigma[0, 1] * Sigma[1, 0]
    log_normalizer = 0.5 * torch.log(determinant) + 0.5 * number_of_dimensions * torch.log(torch.tensor(2.0 * torch.pi))
    negative_log_likelihood = 0.5 * mahalanobis_squared + log_normalizer
    return negative_log_likelihood
