"""What staff bring themselves: channel and Word templates, their checks, pictures, previews."""
