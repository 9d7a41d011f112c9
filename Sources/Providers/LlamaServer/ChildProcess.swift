import HTTP
import Logging
import NIOCore
import NIOPosix
import Subprocess
import SystemPackage

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One child: started, watched until it is ready, stopped, reaped.
///
/// The process lives inside ``run(until:ready:)``.
struct ChildProcess {
    let program: String
    let arguments: [String]
    let environment: ChildEnvironment
    let socket: String
    /// What the child is made from, if its conversations are to outlive it.
    let recipe: KVRecipe?
    let host: ChildHost
    let logger: Logger

    /// What can happen to a child.
    private enum Event {
        case ready
        case outputEnded
        case stopAsked
        case deadlinePassed
        case hung
        case stalled
        case spoiled
    }

    /// How a child's life went.
    private struct Course {
        var wasReady = false
        var wasStopped = false
        var timedOut = false
        var hung = false
        var stalled = false
        var spoiled = false
        var log = ChildLog()
    }

    /// Runs the child until it ends or is told to stop.
    ///
    /// It has been reaped when this returns.
    ///
    /// - Parameters:
    ///   - stop: Ends it.
    ///   - ready: Called once when it can be used.
    ///   - beat: Called every second while it answers.
    /// - Returns: Why it ended by itself; `nil` when it was stopped.
    func run(
        until stop: StopSignal,
        ready: @escaping @Sendable (UpstreamPool, SlotCache?, Int32) -> Void,
        beat: @escaping @Sendable (Int32) -> Void
    ) async -> ProviderFailure? {
        defer { unlink(socket) }
        var options = PlatformOptions()
        options.processGroupID = 0
        let result: ExecutionResult<Course, SequenceOutput, CombinedErrorOutput>
        do {
            result = try await Subprocess.run(
                .path(FilePath(host.launcher ?? program)),
                arguments: .init(host.launcher == nil ? arguments : Launcher.arguments(for: program, arguments)),
                environment: environment.forSubprocess,
                platformOptions: options,
                input: .none,
                output: .sequence,
                error: .combinedWithOutput
            ) { child in
                await watch(child, until: stop, ready: ready, beat: beat)
            }
        } catch {
            return .notSpawned(reason: "\(error)")
        }
        let course = result.closureResult
        if course.wasStopped { return nil }
        if course.hung { return .unresponsive(for: host.hangTimeout, log: course.log.lines) }
        if course.stalled { return .stalled(log: course.log.lines) }
        if course.spoiled { return .spoiled }
        if course.timedOut { return .timedOut(after: host.loadTimeout, log: course.log.lines) }
        // What it said of its requests tells nothing about its end.
        let cause = course.log.firstError ?? (course.wasReady ? "its server ended while it served" : nil)
        return .exited(ExitStatus(result.terminationStatus), cause: cause, log: course.log.lines)
    }

    private func watch(
        _ child: Execution<NoInput, SequenceOutput, CombinedErrorOutput>,
        until stop: StopSignal,
        ready: @escaping @Sendable (UpstreamPool, SlotCache?, Int32) -> Void,
        beat: @escaping @Sendable (Int32) -> Void
    ) async -> Course {
        let (events, inbox) = AsyncStream.makeStream(of: Event.self)
        let upstream = UpstreamPool(to: .unix(path: socket), on: host.group)
        let loop = host.group.next()
        // Connections of their own, so that those of requests tell whether requests are worked on.
        let probes = UpstreamPool(to: .unix(path: socket), on: loop)
        let endProbe = HealthProbe.start(probes, on: loop) { inbox.yield(.ready) }
        let deadline = loop.scheduleTask(in: TimeAmount(host.loadTimeout)) { _ = inbox.yield(.deadlinePassed) }
        stop.onGiven { inbox.yield(.stopAsked) }
        let slots = makeSlotCache(upstream, on: loop) { inbox.yield(.spoiled) }
        async let caching: Void? = slots?.run()

        // Read without pause: a full pipe would freeze the child.
        async let drained = drain(child, into: inbox)
        var course = Course()
        var hasEnded = false
        var endHeartbeat: @Sendable () -> Void = {}
        watching: for await event in events {
            switch event {
            case .ready:
                course.wasReady = true
                deadline.cancel()
                let process = child.processIdentifier.value
                ready(upstream, slots, process)
                let work = StallWatch(upstream, on: loop, ticks: { ProcessTime.ticks(of: process) }) {
                    inbox.yield(.stalled)
                }
                endHeartbeat = Heartbeat.start(
                    probes,
                    on: loop,
                    limit: host.hangTimeout,
                    beat: {
                        work.beat()
                        beat(process)
                    },
                    hung: { inbox.yield(.hung) }
                )
            case .outputEnded:
                hasEnded = true
                break watching
            case .stopAsked:
                course.wasStopped = true
                break watching
            case .deadlinePassed:
                course.timedOut = true
                break watching
            case .hung:
                course.hung = true
                break watching
            case .stalled where host.hangTimeout == .zero:
                break
            case .stalled:
                course.stalled = true
                break watching
            case .spoiled:
                course.spoiled = true
                break watching
            }
        }
        deadline.cancel()
        endProbe()
        endHeartbeat()
        var isForced = course.hung || course.stalled || course.spoiled
        if course.wasStopped, course.wasReady {
            // Whoever waits for its room does not wait for one that hangs.
            isForced = await !answers(probes, on: loop)
            // Nobody holds it any more, or nobody may.
            if !isForced { await save(slots) }
        }
        // A child that has a request in hand does not obey SIGTERM, so its connections go first.
        await upstream.close()
        await probes.close()
        if !hasEnded { await end(child, events, isForced: isForced) }
        course.log = await drained
        slots?.close()
        await caching
        return course
    }

    private func makeSlotCache(
        _ upstream: UpstreamPool,
        on loop: any EventLoop,
        spoiled: @escaping @Sendable () -> Void
    ) -> SlotCache? {
        guard let recipe, let shelf = host.conversations else { return nil }
        return SlotCache(of: recipe, on: shelf, upstream: upstream, loop: loop, logger: logger, spoiled: spoiled)
    }

    /// Whether a child that is to be stopped still answers within half a second.
    private func answers(_ probes: UpstreamPool, on loop: any EventLoop) async -> Bool {
        let request = ChildQuestion.get("/health")
        return (try? await ChildQuestion.ask(request, of: probes, on: loop, within: .milliseconds(500))) != nil
    }

    private func save(_ slots: SlotCache?) async {
        guard let report = await slots?.saveAll(), report.savedCount + report.failedCount > 0 else { return }
        logger.info(
            "conversations saved",
            metadata: [
                "count": "\(report.savedCount)", "bytes": "\(report.byteCount)", "failed": "\(report.failedCount)",
                "duration_ms": .milliseconds(report.duration),
            ]
        )
    }

    private func drain(
        _ child: Execution<NoInput, SequenceOutput, CombinedErrorOutput>,
        into inbox: AsyncStream<Event>.Continuation
    ) async -> ChildLog {
        var log = ChildLog()
        do {
            for try await buffer in child.standardOutput {
                buffer.withUnsafeBytes { bytes in
                    log.append(bytes) { line in logger.debug("\(line)") }
                }
            }
        } catch {
            logger.warning("the child's output cannot be read", metadata: ["cause": "\(error)"])
        }
        inbox.yield(.outputEnded)
        return log
    }

    /// SIGTERM, and SIGKILL when the grace is over or at once; returns when the child's output has ended.
    private func end(
        _ child: Execution<NoInput, SequenceOutput, CombinedErrorOutput>,
        _ events: AsyncStream<Event>,
        isForced: Bool
    ) async {
        // A child that has just ended by itself cannot be signalled, and needs not be.
        try? child.send(signal: isForced ? .kill : .terminate, toProcessGroup: true)
        let kill = host.group.next().scheduleTask(in: TimeAmount(host.stopGrace)) {
            try? child.send(signal: .kill, toProcessGroup: true)
        }
        for await event in events {
            if case .outputEnded = event { break }
        }
        kill.cancel()
    }
}

extension ExitStatus {
    init(_ status: TerminationStatus) {
        switch status {
        case .exited(let code): self = .exited(code)
        case .signaled(let number): self = .signalled(number)
        }
    }
}
