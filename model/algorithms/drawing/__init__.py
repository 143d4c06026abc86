"""What draws an explanation on the photo: heat, borders, axes, areas of colour. It knows the contract alone."""
