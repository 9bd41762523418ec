# One image, two commands: the invoices (the default) and the stand-ins of the siblings (`mock`).
# docs/deployment.md has how it is built and run.
ARG PYTHON_IMAGE=python:3.13-slim

FROM ${PYTHON_IMAGE} AS build
# No pip inside: what installs is not needed by what runs.
RUN python3 -m venv --without-pip /opt/taller
WORKDIR /build
COPY requirements/workshop.txt requirements/
RUN python3 -m pip --python /opt/taller/bin/python3 install --no-cache-dir --no-compile --require-hashes \
    --requirement requirements/workshop.txt
# The contracts go into the package: src/taller/specs is a link to them.
COPY LICENSE README.md pyproject.toml setup.cfg ./
COPY specs/ specs/
COPY src/ src/
RUN python3 -m pip --python /opt/taller/bin/python3 install --no-cache-dir --no-compile --no-deps \
    --no-build-isolation . \
 && python3 -m pip --python /opt/taller/bin/python3 uninstall --yes --quiet setuptools
# The root is read-only and the user is not root, so what is not compiled now is compiled at every start.
# By hash, for a copy between stages may change the times of files.
RUN python3 -m compileall -q --invalidation-mode unchecked-hash /opt/taller/lib

FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="taller" \
      org.opencontainers.image.description="The invoices of a chain of car workshops, and stand-ins for the siblings" \
      org.opencontainers.image.licenses="MIT"
RUN groupadd --gid 10001 taller \
 && useradd --uid 10001 --gid taller --no-create-home --home-dir /nonexistent \
    --shell /usr/sbin/nologin --no-log-init taller \
 && install --directory --owner taller --group taller --mode 0750 /var/lib/taller
COPY --from=build /opt/taller /opt/taller
ENV PATH=/opt/taller/bin:$PATH \
    TALLER_DATABASE_URL=sqlite:////var/lib/taller/facturas.db
# The public images come without the bytecode of the standard library; this leaves that of the modules in use.
# It also proves that the image can serve.
RUN python3 -c "import sqlalchemy.dialects.sqlite, taller.cli.mock, taller.cli.serve, taller.mocks.serving.running" \
 && python3 -c "import psycopg, sqlalchemy.dialects.postgresql, taller.cli.db, alembic.command" \
 && python3 -c "import taller.invoices.service.server, taller.invoices.service.worker" \
 && taller --version
# By number, so that a cluster can see that it is not root.
USER 10001:10001
WORKDIR /var/lib/taller
EXPOSE 8000
# A bare socket: urllib would take twice the memory, and curl is not here. Its arguments are the port and the path.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["python3", "-Ic", "import socket, sys; s = socket.create_connection(('127.0.0.1', sys.argv[1]), 2); s.sendall(f'GET {sys.argv[2]} HTTP/1.0\\r\\n\\r\\n'.encode()); sys.exit(b' 200 ' not in s.recv(32))", "8000", "/readyz"]
ENTRYPOINT ["taller"]
CMD ["serve", "--host", "0.0.0.0"]
