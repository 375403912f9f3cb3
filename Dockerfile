# Tin Mở in a container: the server by default, any command of `tinmo` by name. See docs/running.md.
FROM python:3.13-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN deploy/install /opt/tinmo

FROM python:3.13-slim-bookworm
LABEL org.opencontainers.image.title="tinmo" \
      org.opencontainers.image.description="Vietnamese news as linked open data" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin tinmo \
 && install --directory --owner tinmo /data
COPY --from=build /opt/tinmo /opt/tinmo
ENV PATH=/opt/tinmo/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=4)"]
ENTRYPOINT ["tinmo"]
CMD ["--log-format", "json", "serve", "--host", "0.0.0.0", "--output", "/data/output"]
