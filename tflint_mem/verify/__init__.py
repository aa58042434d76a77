"""Runs programs under TensorFlow in fresh processes and judges them by measurement.

The parts, in the order in which data flows through them:

``fixtures``      which programs there are, and what each must show
``harness``       starts one process for one program, and waits for its measurement
``child``         runs inside that process: drives the program, samples between iterations
``instruments``   what is sampled: allocator, resident memory, live objects, descriptors, threads
``fake_gpu``      GPU devices without a GPU, for rules about device configuration
``judge``         a measurement becomes a verdict
``claims``        the verdicts of a bad, a repaired and a good program confirm a rule, or refute it
``results``       whether two programs computed the same
``evidence``      what was measured, as data that documentation is drawn from
``plot``          that data as pictures
``command``       ``tflint-mem verify``

Only ``child``, ``instruments`` and ``fake_gpu`` touch TensorFlow, and only in the fresh process.
"""
