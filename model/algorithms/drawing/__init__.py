"""Drawing of explanations on the photo: heat maps, borders, axes and areas of colour."""
