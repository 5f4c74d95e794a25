"""What anybody may ask of the web process, without a signature: is it well, what does it count, what does it play."""
