# Never built by the project's own checks, which have no container engine. It serves real telephony over a database of
# your own: give TELEPHONY=twilio, DATABASE_URL, SECRET_KEY_FILE and PUBLIC_URL. The worker is the same image with the
# command `python worker.py`; before either of them, once for each version: `python cli.py db upgrade`.
FROM python:3.11-slim AS build
COPY requirements.lock /requirements.lock
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r /requirements.lock

FROM python:3.11-slim
RUN useradd --system --create-home --home-dir /var/lib/fairline fairline
COPY --from=build /venv /venv
COPY . /fairline
WORKDIR /fairline
ENV PATH=/venv/bin:$PATH PYTHONPATH=/fairline PYTHONUNBUFFERED=1 FAIRLINE_VAR=/var/lib/fairline PORT=8000
USER fairline
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD \
    ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=2)"]
CMD ["python", "-m", "gunicorn", "-c", "gunicorn.conf.py", "app:create_web()"]
