"""What views of this app and of the apps above share: decorators, access, cookies."""
