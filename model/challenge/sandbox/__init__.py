"""A submitted model is run in a process of its own, which can do nothing else.

    TOML                     -> preparation -> Preparation
    model, photos            -> run         -> probabilities (n, classes), or an error with its data
    weights of a known one   -> families    -> the same

Imports point down this list.

    run          starts the process, feeds it, watches it, and checks what comes back
    families     safetensors for a network of this project, loaded by its own loader
    unlimited    which limits this computer cannot hold
    worker       what runs in the process: limits first, then the model
    preparation  how photos become the input of a model, and what its output means
    graph        what an ONNX file may contain
    confine      limits of a process: memory, time, files, network, system calls
    job          what is said to the process, as JSON
"""
