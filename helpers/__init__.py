"""Who speaks in the news, in what tone and in which frame: the package behind the notebooks."""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # else onnxruntime leaves a file of its own in the temporary folder
