"""The commands of `mijian`, one file a subject. Heavy imports stand inside the functions: --help must be quick."""
