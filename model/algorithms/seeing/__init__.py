"""What looks through a network: photo -> looks -> feature map -> logits and the map that explains them."""
