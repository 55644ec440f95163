# One image for web, workers, beat and migrate; docker-compose.yml says which command each runs.

FROM python:3.11.14-slim-bookworm AS packages
WORKDIR /build
COPY requirements*.lock ./
# What else to install: "s3", "watching" or both; see requirements-*.lock.
ARG EXTRAS=""
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock \
    && for extra in $EXTRAS; do \
        /venv/bin/pip install --no-cache-dir --require-hashes -r "requirements-$extra.lock" || exit 1; \
    done

FROM python:3.11.14-slim-bookworm
# WeasyPrint's libraries, fonts for Latin, Arabic, Hebrew and CJK, and pg_dump for bin/backup.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fonts-noto-cjk fonts-noto-core \
        libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
        postgresql-common \
    && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
    && apt-get install -y --no-install-recommends postgresql-client-18 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home desk \
    && mkdir -p /srv/media /srv/backups /srv/metrics \
    && chown desk:desk /srv/media /srv/backups /srv/metrics
COPY --from=packages /venv /venv
COPY --chown=root:root . /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MEDIA_ROOT=/srv/media \
    XDG_CACHE_HOME=/tmp/cache
USER 10001
EXPOSE 8000
CMD ["gunicorn", "cscart_connector.wsgi", "--bind", "0.0.0.0:8000", "--no-control-socket"]
