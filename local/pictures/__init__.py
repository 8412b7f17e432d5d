"""Pictures of the product for the README, recorded from the running stack."""
