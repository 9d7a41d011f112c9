/// The script that starts Swagger UI, and shows streams while they come, which it does not do by itself.
enum SwaggerStart {
    // The validator of Swagger UI is a service outside; it stays off.
    static let script = #"""
        const streams = ["text/event-stream", "application/x-ndjson"];
        let operation = null;

        document.addEventListener("click", (event) => {
            if (event.target.closest(".execute")) operation = event.target.closest(".opblock");
        }, true);

        // What an element of a stream says, in any of the dialects.
        function said(line) {
            const text = line.startsWith("data:") ? line.slice(5) : line;
            let part;
            try { part = JSON.parse(text); } catch { return ""; }
            const delta = part.choices?.[0]?.delta ?? part.delta ?? part.message ?? {};
            return [part.response, part.choices?.[0]?.text, delta.content, delta.text, delta.reasoning_content,
                delta.thinking, typeof delta === "string" ? delta : undefined].find((one) => typeof one === "string") ?? "";
        }

        async function show(body, panel) {
            const [words, lines] = panel.querySelectorAll("pre");
            const reader = body.pipeThrough(new TextDecoderStream()).getReader();
            for (let rest = ""; ;) {
                const { value, done } = await reader.read();
                if (done) return;
                lines.textContent += value;
                lines.scrollTop = lines.scrollHeight;
                const whole = (rest + value).split("\n");
                rest = whole.pop();
                words.textContent += whole.map(said).join("");
            }
        }

        function panelOf(block) {
            block.querySelector(".paddock-stream")?.remove();
            const panel = document.createElement("div");
            panel.className = "paddock-stream opblock-section";
            panel.style.padding = "0 20px 20px";
            panel.innerHTML = "<h4>As it arrives</h4><pre></pre><pre></pre>";
            const [words, lines] = panel.querySelectorAll("pre");
            words.style.cssText = "white-space: pre-wrap; min-height: 1.5em; font-size: 14px";
            lines.style.cssText = "max-height: 12em; overflow: auto; font-size: 11px";
            block.querySelector(".btn.execute").parentElement.after(panel);
            return panel;
        }

        async function watched(url, options) {
            const block = operation;
            const answer = await fetch(url, options);
            const kind = (answer.headers.get("content-type") ?? "").split(";")[0];
            if (!block || !answer.body || !streams.includes(kind)) return answer;
            const [shown, kept] = answer.body.tee();
            show(shown, panelOf(block));
            const copy = new Response(kept, { status: answer.status, statusText: answer.statusText, headers: answer.headers });
            Object.defineProperty(copy, "url", { value: answer.url });
            return copy;
        }

        SwaggerUIBundle({
            url: "/openapi.json",
            dom_id: "#swagger-ui",
            validatorUrl: null,
            deepLinking: true,
            displayOperationId: true,
            displayRequestDuration: true,
            filter: true,
            requestInterceptor: (request) => ({ ...request, userFetch: watched }),
        });

        """#
}
