"""The customers' telephones of a demo workspace: what they do goes through the vendors' stand-ins and our real doors."""
