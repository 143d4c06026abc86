"""Algorithms with a neural network: photo -> views -> feature maps -> logits and heat map."""
