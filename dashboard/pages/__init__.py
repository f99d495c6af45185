"""The pages, one file each that exposes `PAGE`; found by walking this folder."""
