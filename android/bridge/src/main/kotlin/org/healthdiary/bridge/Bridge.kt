package org.healthdiary.bridge

import android.content.Context
import org.healthdiary.Household
import org.healthdiary.bridge.background.Asks
import org.healthdiary.bridge.background.Background
import org.healthdiary.bridge.background.Companions
import org.healthdiary.bridge.background.Wakes
import org.healthdiary.bridge.backup.Backups
import org.healthdiary.bridge.radio.AndroidRadio
import org.healthdiary.bridge.radio.DeviceRadio
import org.healthdiary.bridge.radio.ThreadTimers

/** Everything between the app and the core, wired by hand; one for the process. */
public class Bridge private constructor(
    context: Context,
    radio: DeviceRadio,
    through: (Household) -> Household = { it },
) {
    private val places = Places(context)

    /** The diary itself. */
    public val diary: HealthDiary = HealthDiary(places.current(), through = through)

    /** What is written down. */
    public val entries: Entries = Entries(diary)

    /** Changing what is written down. */
    public val changing: Changing = Changing(diary)

    /** Pictures and files beside what is written down. */
    public val attachments: Attachments = Attachments(context, diary)

    /** What can be written down. */
    public val kinds: EntryKinds = EntryKinds(diary)

    /** Numbers, for pictures and tables. */
    public val figures: Figures = Figures(diary)

    /** What came and is nobody's yet. */
    public val inbox: Inbox = Inbox(diary)

    /** The people of the household. */
    public val people: People = People(diary)

    /** The household's devices. */
    public val devices: Devices = Devices(diary, radio)

    /** Backups, and the diary out of one. */
    public val backups: Backups = Backups(context, diary, places)

    /** Diaries that were put aside, and what can be read of a damaged one. */
    public val aside: Aside = Aside(diary, places)

    /** Whether everything is as it was written. */
    public val checks: Checks = Checks(diary)

    /** What happens while nobody looks. */
    public val background: Background

    init {
        val companions = Companions(context)
        val wakes = Wakes(context, companions)
        background = Background(wakes, companions, Asks(context, companions), Receiving(diary, radio), System::currentTimeMillis)
    }

    public companion object {
        @Volatile
        private var one: Bridge? = null

        /** The one of this process. */
        public fun of(context: Context): Bridge =
            one ?: synchronized(this) {
                one ?: context.applicationContext.let { app ->
                    Bridge(app, AndroidRadio(app, SystemClocks(app), ThreadTimers())).also { one = it }
                }
            }

        /**
         * Another one, over another radio: simulated devices, in tests and demonstrations. What is asked of an open household is asked
         * [through] what is given, so that it can be counted.
         */
        public fun replace(
            context: Context,
            radio: DeviceRadio,
            through: (Household) -> Household = { it },
        ): Bridge = Bridge(context.applicationContext, radio, through).also { one = it }
    }
}
