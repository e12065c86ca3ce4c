using CsCheck;
using FrontDesk.Edge.Snapshots;
using FrontDesk.Edge.V1;

namespace FrontDesk.Edge.Tests.Snapshots;

public sealed class RecordFramesTests
{
    [Fact]
    public void What_is_read_is_what_was_written_up_to_the_first_damage()
        => Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 0, 20].Array[0, 6], Gen.Int[0, int.MaxValue], Gen.Byte[1, 255]).Sample((names, at, change) =>
        {
            using var file = new MemoryStream();
            List<long> ends = [0];
            foreach (var name in names)
            {
                RecordFrames.Write(file, new SecretVersion { Secret = name });
                ends.Add(file.Length);
            }

            var whole = names.Length;
            if (file.Length > 0)
            {
                var position = at % (int)file.Length;
                file.GetBuffer()[position] ^= change;
                whole = ends.FindLastIndex(end => end <= position);
            }

            file.Position = 0;
            var read = RecordFrames.Read(file).Select(frame => SecretVersion.Parser.ParseFrom(frame.Payload).Secret);
            Assert.Equal(names.Take(whole), read);
        });
}
