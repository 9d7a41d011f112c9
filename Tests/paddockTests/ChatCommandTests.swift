import Schema
import Testing

@testable import paddock

@Suite struct `Commands of a chat` {
    @Test(arguments: [
        ("/?", ChatCommand.help), ("/help", .help), ("/bye", .leave), ("/exit", .leave), ("/clear", .clear),
        ("/load  gemma3:270m ", .load("gemma3:270m")), ("/save my-pirate", .save("my-pirate")),
        ("/show info", .show(.info)),
        ("/show template", .show(.part(.template))), ("/set system Be  kind.", .set(.system("Be  kind."))),
        ("/set system", .set(.system(""))), ("/set think", .set(.think(true))),
        ("/set think high", .set(.think("high"))),
        ("/set nothink", .set(.think(false))), ("/set verbose", .set(.verbose(true))),
        ("/set quiet", .set(.verbose(false))),
        ("/set format json", .set(.format("json"))), ("/set noformat", .set(.format(nil))),
        ("/set parameter temperature 0.2", .set(.parameter("temperature", 0.2))),
        ("/set parameter seed 7", .set(.parameter("seed", 7))),
        ("/set parameter stop \"END\" ###", .set(.parameter("stop", ["END", "###"]))),
        ("/set parameter use_mmap false", .set(.parameter("use_mmap", false))),
    ])
    func `a command is understood`(text: String, command: ChatCommand) throws {
        #expect(try ChatCommand(parsing: text) == command)
    }

    @Test(arguments: [
        ("/dance", "/?"), ("/load", "name of a model"), ("/save", "a name"), ("/set", "/set takes"),
        ("/set volume 11", "/set takes"),
        ("/show", "/show takes"), ("/set think hard", "medium"), ("/set format xml", "json"),
        ("/set parameter seed", "a name and a value"), ("/set parameter seed 1.5", "whole number"),
        ("/set parameter temperature hot", "takes a number"), ("/set parameter heat 1", "temperature"),
        ("/set parameter use_mmap 1", "true or false"),
    ])
    func `one that cannot be done says what is expected`(text: String, hint: String) {
        #expect { try ChatCommand(parsing: text) } throws: { error in
            (error as? ChatCommand.Fault)?.description.contains(hint) ?? false
        }
    }

    @Test(arguments: [
        ("num_ctx", "n_ctx."), ("num_batch", "n_batch"), ("num_thread", "n_threads"), ("num_gpu", "n_gpu_layers"),
        ("use_mmap", "use_mmap"), ("main_gpu", "server_args"),
    ])
    func `a parameter that is read at loading says that it changes nothing, and where it belongs`(
        name: String,
        place: String
    ) throws {
        let advice = try #require(ChatParameter.advice(on: name))
        #expect(advice.contains("changes nothing") && advice.contains(place))
        #expect(advice.contains("/save") == (name != "main_gpu"))
    }

    @Test(arguments: ["temperature", "num_predict", "num_keep", "stop", "seed"])
    func `a parameter that requests can change says nothing of the kind`(name: String) {
        #expect(ChatParameter.advice(on: name) == nil)
    }
}
