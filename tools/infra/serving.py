"""The provider where Terraform can reach it: a socket of this process, named in a variable."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent import futures
from contextlib import contextmanager

import grpc

from tools.infra import protobuf
from tools.infra.provider import Provider
from tools.infra.schema import SOURCE, google

_METHODS = (
    "GetSchema",
    "PrepareProviderConfig",
    "ValidateResourceTypeConfig",
    "ValidateDataSourceConfig",
    "UpgradeResourceState",
    "Configure",
    "ReadResource",
    "PlanResourceChange",
    "ApplyResourceChange",
    "ReadDataSource",
    "GetFunctions",
    "Stop",
)
_UNLIMITED = [("grpc.max_send_message_length", -1), ("grpc.max_receive_message_length", -1)]


@contextmanager
def served() -> Iterator[str]:
    """Gives the value for TF_REATTACH_PROVIDERS: `terraform init` then installs nothing and asks
    no registry. It does not look at version constraints either."""
    provider = Provider(google())
    with tempfile.TemporaryDirectory(prefix="provider-") as folder:
        socket = f"{folder}/socket"
        server = grpc.server(futures.ThreadPoolExecutor(8), options=_UNLIMITED)
        server.add_generic_rpc_handlers(_handlers(provider))
        server.add_insecure_port(f"unix://{socket}")
        server.start()
        address = {"Network": "unix", "String": socket}
        known = {"Protocol": "grpc", "ProtocolVersion": 5, "Pid": os.getpid(), "Test": True}
        try:
            yield json.dumps({SOURCE: {**known, "Addr": address}})
        finally:
            server.stop(0.2).wait()


def _handlers(provider: Provider) -> tuple[grpc.GenericRpcHandler, ...]:
    methods = {name: _answering(getattr(provider, name)) for name in _METHODS}
    # A stream that stayed open would hold a thread for each of Terraform's connections.
    silence = grpc.unary_stream_rpc_method_handler(lambda _, __: iter(()))
    shutdown = grpc.unary_unary_rpc_method_handler(lambda _, __: b"")
    return (
        grpc.method_handlers_generic_handler("tfplugin5.Provider", methods),
        grpc.method_handlers_generic_handler("plugin.GRPCController", {"Shutdown": shutdown}),
        grpc.method_handlers_generic_handler("plugin.GRPCStdio", {"StreamStdio": silence}),
    )


def _answering(method: Callable[[protobuf.Fields], bytes]) -> grpc.RpcMethodHandler:
    return grpc.unary_unary_rpc_method_handler(lambda asked, _: method(protobuf.read(asked)))
