"""The commands of `suyuan`, one module for each command or group."""
