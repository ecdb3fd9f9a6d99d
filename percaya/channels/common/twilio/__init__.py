"""What SMS and WhatsApp by Twilio share: signed forms in, Messages.json out, one list of error codes."""
