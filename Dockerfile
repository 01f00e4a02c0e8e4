# One image for web, workers and beat, and one with LibreOffice on top for the documents worker; docker-compose.yml says
# which command each of them runs.

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements.txt /tmp/requirements.txt
RUN /venv/bin/pip install --require-hashes --requirement /tmp/requirements.txt

FROM python:3.11-slim-bookworm AS base
# Pango and HarfBuzz draw the PDFs; poppler and qpdf let an administrator look into one.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fontconfig libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 poppler-utils qpdf \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /home/hlp hlp
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    GUNICORN_CMD_ARGS="--no-control-socket --worker-tmp-dir /dev/shm"
WORKDIR /app
COPY --from=build /venv /venv
COPY . .
# The key is needed to start Django at all and stays in no file of the image.
RUN mkdir -p var/beat \
    && SECRET_KEY=used-for-collectstatic-only python manage.py collectstatic --noinput \
    && chown -R hlp:hlp var
# hlp, by number so that a host that forbids root can tell
USER 10001

# LibreOffice turns Word, PowerPoint and Excel papers of the Board into PDFs; the fonts measure like those of Office.
FROM base AS documents
# root, for as long as packages are installed
USER 0
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fonts-crosextra-caladea fonts-crosextra-carlito fonts-liberation \
        libreoffice-calc-nogui libreoffice-impress-nogui libreoffice-writer-nogui \
    && rm -rf /var/lib/apt/lists/*
USER 10001

FROM base AS app
EXPOSE 8000
# The answer depends on the Host header, which must be one that ALLOWED_HOSTS names.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["python", "-c", "\
import os, urllib.request as request; \
host = os.environ.get('ALLOWED_HOSTS', 'localhost').split(',')[0].lstrip('.'); \
port = os.environ.get('PORT', '8000'); \
request.urlopen(request.Request(f'http://127.0.0.1:{port}/healthz', headers={'Host': host}), timeout=8)"]
CMD ["gunicorn", "hlp.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--access-logfile", "-"]
