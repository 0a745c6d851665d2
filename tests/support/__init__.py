"""What many tests lean on: servers, browsers, counts. No rule of the contest is in here, and no test."""
