import CCurl

/// A question on its way, as libcurl holds it.
///
/// After it has been handed to the ``TransferLoop`` only the loop's thread touches it.
final class RunningTransfer: @unchecked Sendable {
    let easy: UnsafeMutableRawPointer
    private let request: TransferRequest
    private let sink: any TransferSink
    private var lines: UnsafeMutablePointer<curl_slist>?
    private var head = AnswerHead()
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var answered: ((Result<AnswerHead, TransferFault>) -> Void)?
    /// When something came last.
    private var lastSign = ContinuousClock.now

    /// Prepares a question.
    ///
    /// - Parameters:
    ///   - request: What to ask.
    ///   - sink: Where the answer goes.
    ///   - answered: Called once, when no more will come.
    init(
        _ request: TransferRequest,
        into sink: any TransferSink,
        answered: @escaping (Result<AnswerHead, TransferFault>) -> Void
    ) {
        guard let easy = paddock_curl_easy_init() else { preconditionFailure("libcurl has no memory") }
        self.easy = easy
        self.request = request
        self.sink = sink
        self.answered = answered
        errorText[0] = 0
        for line in request.lines { lines = paddock_curl_add_line(lines, line) }
        setOptions()
    }

    deinit {
        paddock_curl_easy_cleanup(easy)
        paddock_curl_free_lines(lines)
        errorText.deallocate()
    }

    private func setOptions() {
        func set(_ option: CURLoption, _ text: String) { paddock_curl_set_text(easy, option, text) }
        func set(_ option: CURLoption, _ number: Int) { paddock_curl_set_number(easy, option, number) }
        set(CURLOPT_URL, request.url)
        set(CURLOPT_USERAGENT, "paddock")
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        let isPlain = request.allowsPlainHTTP || request.url.hasPrefix("http://")
        set(CURLOPT_REDIR_PROTOCOLS_STR, isPlain ? "http,https" : "https")
        set(CURLOPT_FOLLOWLOCATION, 1)
        set(CURLOPT_MAXREDIRS, 10)
        // Several transfers of one file share no connection: each gets its share of the line.
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        // Who cancels does not wait for a name server.
        set(CURLOPT_QUICK_EXIT, 1)
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        set(CURLOPT_BUFFERSIZE, 256 << 10)
        if let file = Environment["SSL_CERT_FILE"] { set(CURLOPT_CAINFO, file) }
        if let range = request.range { set(CURLOPT_RANGE, "\(range.lowerBound)-\(range.upperBound - 1)") }
        paddock_curl_set_lines(easy, CURLOPT_HTTPHEADER, lines)
        paddock_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
        let context = Unmanaged.passUnretained(self).toOpaque()
        paddock_curl_set_pointer(easy, CURLOPT_HEADERDATA, context)
        paddock_curl_set_pointer(easy, CURLOPT_WRITEDATA, context)
        paddock_curl_set_sink(easy, CURLOPT_HEADERFUNCTION) { bytes, _, count, context in
            RunningTransfer.from(context).take(line: UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
        }
        paddock_curl_set_sink(easy, CURLOPT_WRITEFUNCTION) { bytes, _, count, context in
            RunningTransfer.from(context).take(UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
        }
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> RunningTransfer {
        guard let context else { preconditionFailure("libcurl has lost its context") }
        return Unmanaged<RunningTransfer>.fromOpaque(context).takeUnretainedValue()
    }

    private func take(line: UnsafeRawBufferPointer) -> Bool {
        lastSign = .now
        let text = String(decoding: line, as: UTF8.self).trimmed
        guard text.isEmpty else {
            head.read(text)
            return true
        }
        return head.isInterim || sink.begin(head)
    }

    private func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        lastSign = .now
        return answered != nil && sink.take(bytes)
    }

    /// The fault of having been silent for too long; `nil` when something has come lately.
    func stall(at now: ContinuousClock.Instant) -> TransferFault? {
        now - lastSign > request.patience ? .stalled(request.patience) : nil
    }

    /// Tells who asked that nothing more will come, once.
    func end(_ fault: TransferFault? = nil) {
        answered?(fault.map { .failure($0) } ?? .success(head))
        answered = nil
    }

    /// Tells who asked how it ended for libcurl.
    func end(_ code: CURLcode) {
        guard code != CURLE_OK else { return end() }
        let detail = String(cString: errorText)
        let text = detail.isEmpty ? String(cString: paddock_curl_easy_strerror(code)) : detail
        switch code {
        case CURLE_WRITE_ERROR: end(.ended)
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT, CURLE_TOO_MANY_REDIRECTS, CURLE_PEER_FAILED_VERIFICATION,
            CURLE_SSL_CACERT_BADFILE:
            end(.lasting(text))
        default: end(.broken(text))
        }
    }
}
