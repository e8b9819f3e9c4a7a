"""Where plan, product, message, promise and money disagree: runs the checks, keeps findings and waivers."""
