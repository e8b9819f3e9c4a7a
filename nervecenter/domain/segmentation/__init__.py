"""Finds segments: latent classes, Gaussian mixtures and k-means, how many there are, and what they are in words."""
