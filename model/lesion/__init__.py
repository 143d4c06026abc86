"""Image files, validated as lesion images; and the practices that probabilities refer to."""
