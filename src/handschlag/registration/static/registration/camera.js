// QR codes by the camera, with what the browser itself can read. Where it cannot, the page says so.
"use strict";
window.deskCamera = ({ read, tell, field }) => {
  const AGAIN = 4000, APART = 150;
  const place = document.getElementById("desk-camera");
  const video = place.querySelector("video");
  let stream = null, before = { text: "", when: 0 };
  const stop = () => {
    for (const track of stream ? stream.getTracks() : []) track.stop();
    stream = null;
    place.hidden = true;
    field.focus();
  };
  const look = async (detector) => {
    if (!stream) return;
    const [code] = await detector.detect(video).catch(() => []);
    const isAgain = code && code.rawValue === before.text && Date.now() - before.when < AGAIN;
    if (code) before = { text: code.rawValue, when: Date.now() };
    if (code && !isAgain) read(code.rawValue);
    setTimeout(() => look(detector), APART);
  };
  document.getElementById("desk-stop").addEventListener("click", stop);
  document.getElementById("desk-scan").addEventListener("click", async () => {
    if (stream) return;
    const detectors = window.BarcodeDetector;
    const formats = detectors ? await detectors.getSupportedFormats().catch(() => []) : [];
    if (!formats.includes("qr_code")) {
      tell("no-scanner");
      field.focus();
      return;
    }
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      tell("no-camera");
      return;
    }
    place.hidden = false;
    video.srcObject = stream;
    await video.play();
    look(new detectors({ formats: ["qr_code"] }));
  });
};
