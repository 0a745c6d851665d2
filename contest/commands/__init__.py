"""The commands of the command line, a module a subject. Each finds its settings, calls the part that does, and says
what came."""
