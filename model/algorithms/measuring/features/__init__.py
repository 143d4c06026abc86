"""Features of photos, one module for each kind; nothing here is learned."""
