"""What is published to be looked at: the index that pages and search read, views, templates, the files of the site."""
