"""What answers HTTP and runs jobs; stateless."""
