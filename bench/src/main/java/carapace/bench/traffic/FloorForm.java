package carapace.bench.traffic;

import carapace.bench.floor.FloorActs;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.Receipt;
import carapace.protocol.record.SignedRecord;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/// Takes a record apart for the floor, which believes what it is told. What the floor stores is as
/// long as what the server stores.
final class FloorForm {

    private final Ed25519KeyPair anyKey;

    FloorForm(SecureRandom random) {
        this.anyKey = Ed25519KeyPair.generate(random);
    }

    FloorActs.Act of(LoadAgent agent, SignedRecord record) {
        return switch (record.payload().body()) {
            case PostBody.Create post ->
                    act(
                            agent,
                            record,
                            new Said(
                                    post.community().value(),
                                    post.title(),
                                    post.text(),
                                    null,
                                    null));
            case PostBody.Comment comment ->
                    act(
                            agent,
                            record,
                            new Said(null, null, comment.text(), comment.post().value(), null));
            case PostBody.Vote vote ->
                    act(
                            agent,
                            record,
                            new Said(
                                    null, null, null, vote.target().value(), vote.vote().weight()));
            default ->
                    throw new IllegalArgumentException(
                            "the floor does not know " + record.payload().body().type());
        };
    }

    private record Said(
            @Nullable String community,
            @Nullable String title,
            @Nullable String text,
            @Nullable String place,
            @Nullable Integer vote) {}

    private FloorActs.Act act(LoadAgent agent, SignedRecord record, Said said) {
        var payload = record.payload();
        var prev = payload.prev();
        if (prev == null) {
            throw new IllegalArgumentException("the floor's agents are there already");
        }
        var receipt = Receipt.of(record, payload.at());
        return new FloorActs.Act(
                payload.body().type().wireName(),
                agent.handle().value(),
                payload.seq(),
                prev.value(),
                record.id().value(),
                record.compact(),
                receipt.sign(anyKey),
                said.community(),
                said.title(),
                said.text(),
                said.place(),
                said.vote());
    }
}
