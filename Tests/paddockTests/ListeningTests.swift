import Testing

@testable import paddock

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite struct `An address that cannot be listened on` {
    @Test(
        arguments: [
            (EADDRINUSE, 8080, "--port"), (EACCES, 80, "below 1024"), (EADDRNOTAVAIL, 8080, "--host 127.0.0.1"),
        ] as [(CInt, Int, String)]
    )
    func `is told with what helps`(code: CInt, port: Int, words: String) {
        #expect(Failure.reason(of: code, port).contains(words))
    }

    @Test(arguments: [EACCES, EAFNOSUPPORT, EMFILE])
    func `is told in the system's words where nothing else is known`(code: CInt) {
        #expect(Failure.reason(of: code, 8080) == "\(String(cString: strerror(code))).")
    }

    @Test func `an address of IPv6 stands in brackets before its port`() {
        struct Odd: Error {}
        #expect(Failure(Odd(), listeningOn: "::1", port: 80).description.hasPrefix("cannot listen on [::1]:80: "))
    }
}
