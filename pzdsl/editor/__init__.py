"""The face for editors: a language server, and what it answers with. Only `server` knows the protocol."""
