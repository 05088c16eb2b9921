"""What letters about events say."""
