import NIOCore

/// How much a connection reads at once.
enum ReadBuffers {
    /// 1 KiB at first, and then as much as has come: every open connection keeps the buffer that it has read into last.
    static let adaptive = AdaptiveRecvByteBufferAllocator(minimum: 64, initial: 1024, maximum: 65536)
}
