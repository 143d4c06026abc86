"""Image bytes -> validated lesion image."""
