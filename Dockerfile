# The steps are the Makefile's; the image holds the models and needs no network at run time.
FROM python:3.11-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends make g++ && rm -rf /var/lib/apt/lists/*
WORKDIR /earshot
COPY pyproject.toml constraints.txt Makefile README.md LICENSE ./
COPY redaction redaction
COPY codebook codebook
COPY models models
COPY evaluation evaluation
COPY service service
RUN make setup

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --create-home earshot && mkdir /data && chown earshot /data
WORKDIR /earshot
COPY --from=build /earshot /earshot
ENV PATH=/earshot/.venv/bin:$PATH HF_HUB_OFFLINE=1 TOKENIZERS_PARALLELISM=false EARSHOT_DATA_DIR=/data EARSHOT_HOST=0.0.0.0
USER earshot
VOLUME /data
EXPOSE 8000
HEALTHCHECK --start-period=60s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz')"]
CMD ["earshot", "serve"]
