"""Ralph with its backend of files. As it comes, that backend writes a file once and refuses every later statement;
this has it append, and changes nothing else."""

import sys

import uvicorn
from ralph.backends.data.base import BaseOperationType
from ralph.backends.data.fs import FSDataBackend

FSDataBackend.default_operation_type = BaseOperationType.APPEND
uvicorn.run("ralph.api:app", host="127.0.0.1", port=int(sys.argv[1]), log_level="error", access_log=False)
