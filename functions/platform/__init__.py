"""What every capability stands on: settings, ports and their adapters, errors, limits, who is asking, mail."""
