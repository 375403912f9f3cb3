"""What is published: the dataset's files and its catalog."""
